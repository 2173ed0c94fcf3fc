// The console: everything it does goes through /jsonrpc and /ws, as for any other client. The key
// stays in this page's memory; the socket gets a ticket instead.
'use strict';

const page = (id) => document.getElementById(id);
const MAX_SHOWN_CHARS = 2_000_000;
const BACK_OFF_MS = [250, 500, 1000, 2000, 5000];

let key = '';
let nextCursor;
let watch;

async function rpc(method, params = {}) {
  const response = await fetch('/jsonrpc', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': key },
    body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(explain(error));
  return result;
}

function explain(error) {
  const members = (error.data?.members ?? []).map((m) => `${m.name} ${m.reason}`);
  return [error.message, ...members].join('; ');
}

function say(text) {
  page('notice').textContent = text;
}

/** Runs what a click began, and shows what went wrong with it. */
function attempt(action) {
  return async (event) => {
    event?.preventDefault();
    say('');
    try {
      await action();
    } catch (problem) {
      say(problem.message);
    }
  };
}

async function signIn() {
  key = page('key').value.trim();
  const { commands } = await rpc('command.list');
  page('command').replaceChildren(
    ...commands.map((command) => {
      const option = document.createElement('option');
      option.value = command.name;
      option.textContent = `${command.usage} – ${command.description}`;
      return option;
    }),
  );
  document.querySelector('main').hidden = false;
  await list();
}

async function run() {
  const text = page('args').value;
  const args = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const job = await rpc('exec', { command: page('command').value, args });
  await list();
  open(job.job_id);
}

async function list(cursor) {
  const answer = await rpc('job.list', cursor ? { cursor } : {});
  const rows = answer.jobs.map(row);
  if (cursor) page('jobs').append(...rows);
  else page('jobs').replaceChildren(...rows);
  nextCursor = answer.next_cursor;
  page('more').hidden = !nextCursor;
}

function row(job) {
  const button = document.createElement('button');
  button.textContent = job.job_id;
  button.addEventListener('click', () => open(job.job_id));
  const tr = document.createElement('tr');
  for (const content of [button, [job.command, ...job.args].join(' '), job.state, job.created_at]) {
    const td = document.createElement('td');
    td.append(content);
    tr.append(td);
  }
  tr.id = job.job_id;
  return tr;
}

function open(jobId) {
  watch?.stop();
  page('job').hidden = false;
  page('job-title').textContent = jobId;
  page('output').replaceChildren();
  page('artifacts').replaceChildren();
  showState(jobId, '');
  watch = new Watch(jobId);
}

function showState(jobId, state) {
  page('job-state').textContent = state;
  page('cancel').hidden = !['queued', 'running'].includes(state);
  const cell = document.getElementById(jobId)?.cells[2];
  if (cell && state) cell.textContent = state;
}

function show(text, kind) {
  const output = page('output');
  const atEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 4;
  const span = document.createElement('span');
  span.className = kind;
  span.textContent = text;
  output.append(span);
  while (output.textContent.length > MAX_SHOWN_CHARS) output.firstChild.remove();
  if (atEnd) output.scrollTop = output.scrollHeight;
}

/** Follows one job over /ws, and comes back with its next number after a lost connection. */
class Watch {
  next = 1;
  failures = 0;

  constructor(jobId) {
    this.jobId = jobId;
    this.connect();
  }

  async connect() {
    try {
      const { ticket } = await rpc('stream.ticket', { job_ids: [this.jobId] });
      if (this.stopped) return;
      this.socket = new WebSocket(
        `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
        ['codexgateway.v1', `ticket.${ticket}`],
      );
    } catch (problem) {
      say(problem.message);
      return this.again();
    }
    this.socket.onopen = () => this.send('subscribe', { job_id: this.jobId, from: this.next });
    this.socket.onmessage = (message) => this.receive(JSON.parse(message.data));
    // 44xx: stay away. Everything else: come back.
    this.socket.onclose = ({ code, reason }) => {
      if (this.stopped) return;
      if (code >= 4400 && code < 4500) say(`The gateway closed the connection: ${reason}`);
      else this.again();
    };
  }

  again() {
    if (this.stopped) return;
    const wait = BACK_OFF_MS[Math.min(this.failures++, BACK_OFF_MS.length - 1)];
    setTimeout(() => this.stopped || this.connect(), wait * (0.5 + Math.random()));
  }

  send(method, params) {
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }));
  }

  receive({ method, params, error, result }) {
    if (error) return say(explain(error));
    if (result?.state) return showState(this.jobId, result.state);
    if (method === 'event') return this.event(params);
    if (method === 'gap') show(`[events ${params.from} to ${params.to} are no longer kept]\n`, 'note');
    if (method === 'end') this.stop();
  }

  event({ seq, type, data }) {
    if (seq < this.next) return;
    this.next = seq + 1;
    this.failures = 0;
    if (type === 'stdout' || type === 'stderr') show(data, type);
    if (type === 'state') showState(this.jobId, data.state);
    if (type === 'result') attempt(() => this.finished(data))();
  }

  async finished(result) {
    const how = [
      result.state,
      result.exit_code !== undefined ? `exit code ${result.exit_code}` : result.signal,
      result.reason,
    ];
    page('job-state').textContent = how.filter(Boolean).join(', ');
    if (!result.artifacts) return;
    const { artifacts } = await rpc('job.artifacts', { job_id: this.jobId });
    page('artifacts').replaceChildren(
      ...artifacts.map((artifact) => {
        const link = document.createElement('a');
        link.href = artifact.url;
        link.textContent = `${artifact.name} (${artifact.size} bytes)`;
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
  }

  stop() {
    this.stopped = true;
    this.socket?.close();
  }
}

page('sign-in').addEventListener('submit', attempt(signIn));
page('run').addEventListener('submit', attempt(run));
page('more').addEventListener('click', attempt(() => list(nextCursor)));
page('cancel').addEventListener('click', attempt(() => rpc('job.cancel', { job_id: watch.jobId })));
