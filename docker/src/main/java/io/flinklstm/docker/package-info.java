/**
 * The services of {@code docker/compose.yaml} as plain processes, where no container engine is:
 * with the commands, environment, health checks and files that compose file and Dockerfile name.
 * {@code Smoke} is the entry.
 *
 * <p>Temperature: cold. Nothing that is shipped comes in, and nothing of it is shipped.
 */
package io.flinklstm.docker;
