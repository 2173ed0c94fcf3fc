/**
 * Runs commands as processes, tier 0 of DESIGN.md section 5: {@link
 * dev.codexgateway.functions.worker.process.ProcessRunner} starts one, feeds its output to a sink,
 * and returns when nobody of it is left.
 *
 * <p><b>Start.</b> posix_spawn(3) with argv as given: no shell, no {@code PATH}. The program leads
 * its own session and process group (setsid(2)), has an empty environment plus what is declared and
 * the two markers, default signal handling, standard input from {@code /dev/null} or a file, two
 * pipes, and no other descriptor (close_range(2)). It is not started by {@code ProcessBuilder},
 * which needs a helper program, and so a second exec, and offers neither session nor group.
 *
 * <p><b>Watch.</b> The calling thread waits in poll(2) for both pipes, the program's end
 * (pidfd_open(2)), a stop from elsewhere (eventfd(2)) and the next deadline. Nothing is shared
 * between threads during a run, so the supervision has no locks and no order to get wrong.
 *
 * <p><b>End.</b> The program's own end is its exit; after it the output is awaited for {@code
 * eofGrace} at most, and who is left gets SIGTERM, then SIGKILL. A stop sends SIGTERM to the whole
 * tree, and SIGKILL after {@code terminateGrace}. The program is reaped last, waitid(2), as a
 * zombie keeps its pid, and with it the name of group and session, from being given to others. A
 * signal goes through a pid descriptor that was compared with the start time, pidfd_send_signal(2),
 * to our own unreaped child, or to the program's group; never to a number that might be somebody
 * else's.
 *
 * <p><b>Nobody is left.</b> The gateway is a child subreaper, PR_SET_CHILD_SUBREAPER(2const):
 * whoever loses its parent becomes the gateway's child, however it daemonised. {@code Runs} says
 * how that makes the check cheap and which run an orphan is of. Processes of a gateway that was
 * itself killed are found by their markers in proc_pid_environ(5), by {@link
 * dev.codexgateway.functions.worker.process.Orphans}.
 *
 * <p><b>Limits of tier 0.</b> A process that changes its user (a set-user-ID program) cannot be
 * signalled; a run waits ten seconds for it and then ends with an error in the log. One that leaves
 * its session, clears its environment and loses its parents is killed when all runs that began
 * before it have ended; if the gateway is killed before that, it is not found again.
 *
 * <p>Linux with glibc 2.34 or later on x86_64 or aarch64, kernel 5.4 or later. The JVM wants {@code
 * --enable-native-access} for java.lang.foreign.
 */
@NullMarked
package dev.codexgateway.functions.worker.process;

import org.jspecify.annotations.NullMarked;
