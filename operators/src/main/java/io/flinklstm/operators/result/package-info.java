/**
 * What comes out of the operator: {@link io.flinklstm.operators.result.Prediction} for a step
 * taken, {@link io.flinklstm.operators.result.Rejected} for an event that took none, and their
 * types and serializers for Flink, composed from those of the user's event.
 *
 * <p>Temperature: hot, one object per event. No network, no state in here.
 */
package io.flinklstm.operators.result;
