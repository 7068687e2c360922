package io.flinklstm.jobs.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The demo's outcome as one line of JSON. */
final class DemoSummary {

  private static final int TOP = 25;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KnownDays known;

  DemoSummary(KnownDays known) {
    this.known = known;
  }

  String line(DemoOutcome outcome) {
    ObjectNode json = JSON.createObjectNode();
    json.put("events", outcome.events());
    json.put("predictions", outcome.predictions());
    json.put("dead_letters", outcome.audit().deadLetters());
    json.put("duplicates", outcome.audit().duplicates());
    json.put("lost", outcome.audit().lost());
    json.put("out_of_order", outcome.audit().outOfOrder());
    json.put("wrong", outcome.audit().wrong());
    json.put("history_events", outcome.history());
    json.put("seconds", Math.round(outcome.seconds() * 10) / 10.0);
    json.put("holidays_in_top_" + Ranking.DEPTH, known.holidays(outcome.network()));
    json.put("naive_holidays_in_top_" + Ranking.DEPTH, known.holidays(outcome.naive()));
    days(json.putArray("top_anomalies"), outcome.network());
    return json.toString();
  }

  private void days(ArrayNode array, Ranking ranking) {
    ranking.days().stream()
        .limit(TOP)
        .forEach(
            day ->
                array
                    .addObject()
                    .put("date", day.date().toString())
                    .put("station", day.station())
                    .put("entries", day.entries())
                    .put("expected", day.expected())
                    .put("error", day.error())
                    .put("score", day.score())
                    .put("known_as", known.note(day.date())));
  }
}
