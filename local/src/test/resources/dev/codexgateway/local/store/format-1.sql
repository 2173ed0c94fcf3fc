CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  label TEXT NOT NULL,
  scopes TEXT NOT NULL,
  mac TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID
;
--
INSERT INTO "api_keys" VALUES('key000000001','team-red','label of key000000001','jobs:read jobs:submit:echo','0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',1772366400123000000,NULL,NULL);
--
CREATE TABLE idempotency (
  entry INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  no INTEGER NOT NULL REFERENCES jobs (no),
  expires_at INTEGER NOT NULL,
  UNIQUE (scope, key)
) STRICT
;
--
INSERT INTO "idempotency" VALUES(1,'team-red exec','order-17','f1',1,1772452800123000000);
--
CREATE TABLE jobs (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  source TEXT NOT NULL,
  max_attempts INTEGER NOT NULL,
  retry_of TEXT,
  created_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  attempt_from INTEGER NOT NULL, -- seq of the attempt's first event
  started_at INTEGER,
  finished_at INTEGER,
  exit_code INTEGER,
  signal TEXT,
  reason TEXT,
  stdout_bytes INTEGER NOT NULL,
  stderr_bytes INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  next_seq INTEGER NOT NULL,
  artifacts TEXT,
  cancel_requested INTEGER NOT NULL,
  lease_until INTEGER,
  due_at INTEGER -- queued: since when; running: until when; ended: null
) STRICT
;
--
INSERT INTO "jobs" VALUES(1,'job_01kjmf3e3b0000000000000001','team-red','succeeded','jsonrpc',3,NULL,1772366400123000000,1,2,1772366400123000000,1772366400123000000,0,NULL,NULL,5,0,0,6,'[{"name":"out/report.txt","size":12,"sha256":"abababababababababababababababababababababababababababababababab","content_type":"text/plain"}]',0,NULL,NULL);
--
INSERT INTO "jobs" VALUES(2,'job_01kjmf3e3b0000000000000002','team-blue','queued','jsonrpc',1,'job_01kjmf3e3b0000000000000001',1772366400123000000,0,1,NULL,NULL,NULL,NULL,NULL,0,0,0,2,NULL,0,NULL,1772366400123000000);
--
CREATE TABLE labels (
  owner TEXT NOT NULL,
  label TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (owner, label, id)
) STRICT, WITHOUT ROWID
;
--
INSERT INTO "labels" VALUES('team-red','["pr","17"]','job_01kjmf3e3b0000000000000001');
--
INSERT INTO "labels" VALUES('team-red','["pr"]','job_01kjmf3e3b0000000000000001');
--
INSERT INTO "labels" VALUES('team-red','["repo","gateway"]','job_01kjmf3e3b0000000000000001');
--
INSERT INTO "labels" VALUES('team-red','["repo"]','job_01kjmf3e3b0000000000000001');
--
CREATE TABLE log (
  pos INTEGER PRIMARY KEY,
  has_stdout INTEGER NOT NULL,
  has_stderr INTEGER NOT NULL,
  events TEXT NOT NULL
) STRICT
;
--
INSERT INTO "log" VALUES(2147483649,0,0,'1772366400123000000 state {"state":"queued","attempt":0}
');
--
INSERT INTO "log" VALUES(2147483650,0,0,'1772366400123000000 state {"state":"running","attempt":1}
');
--
INSERT INTO "log" VALUES(2147483651,1,0,'1772366400123000000 stdout "line\n"
1772366400123000000 state {"state":"succeeded","attempt":1}
1772366400123000000 result {"state":"succeeded","attempt":1,"exit_code":0,"stdout_bytes":5,"stderr_bytes":0,"truncated":false,"artifacts":1}
');
--
INSERT INTO "log" VALUES(4294967297,0,0,'1772366400123000000 state {"state":"queued","attempt":0}
');
--
CREATE TABLE specs (
  no INTEGER PRIMARY KEY REFERENCES jobs (no),
  spec TEXT NOT NULL
) STRICT
;
--
INSERT INTO "specs" VALUES(1,'{"command":"review","args":["","--flag","two words","\"quoted\"\n"],"stdin":"line 1\nline 2","env":{"EMPTY":"","LANG":"C.UTF-8"},"timeout":"PT1.5S","labels":{"pr":"17","repo":"gateway"}}');
--
INSERT INTO "specs" VALUES(2,'{"command":"echo","args":["Hello from Codex Gateway"],"env":{},"timeout":"PT5M","labels":{}}');
--
CREATE INDEX jobs_by_owner ON jobs (owner, state, id);
--
CREATE INDEX jobs_due ON jobs (state, due_at) WHERE due_at IS NOT NULL;
--
CREATE INDEX log_stdout ON log (pos) WHERE has_stdout;
--
CREATE INDEX log_stderr ON log (pos) WHERE has_stderr;
