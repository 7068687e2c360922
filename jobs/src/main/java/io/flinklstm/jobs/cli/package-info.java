/**
 * The command line: {@link io.flinklstm.jobs.cli.Main} and one class per verb. A verb is added by
 * naming its class there.
 *
 * <p>Temperature: cold. Verbs read options and call what does the work; no work in here.
 */
package io.flinklstm.jobs.cli;
