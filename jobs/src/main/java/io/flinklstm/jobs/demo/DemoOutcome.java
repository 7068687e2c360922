package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.audit.AuditReport;

/**
 * What the demo saw.
 *
 * @param history events before 2011, which warm the keys
 * @param events events from 2011 on
 * @param predictions results for those
 * @param audit of all events
 * @param seconds from start to audit
 * @param network the most anomalous station-days by the network's forecast
 * @param naive the same by the seasonal-naive forecast
 */
record DemoOutcome(
    long history,
    long events,
    long predictions,
    AuditReport audit,
    double seconds,
    Ranking network,
    Ranking naive) {

  boolean isClean() {
    return audit.isClean() && predictions == events && audit.deadLetters() == 0;
  }
}
