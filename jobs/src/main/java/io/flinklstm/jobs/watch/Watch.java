package io.flinklstm.jobs.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.flinklstm.jobs.audit.StandingVerdict;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.models.ModelBundle;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline as it is seen from outside, and the page that shows it. Close it to end both.
 *
 * <p>{@code new Watch(...).serve(options)}.
 */
public final class Watch implements AutoCloseable {

  private final Pipeline pipeline;
  private final Board board;
  private final Trouble trouble = new Trouble();
  private final Rate rate = new Rate();
  private final Optional<Controls> controls;
  private final Optional<StandingVerdict> verdict;
  private final ResultFollower results;
  private final FlinkFollower flink;
  private final boolean explains;
  private WatchServer server;

  /**
   * Begins to follow the pipeline.
   *
   * @param controls of the demo, where it is one
   * @param verdict of its auditor, where one runs; not closed here
   */
  public Watch(
      Pipeline pipeline,
      ModelBundle model,
      URI flink,
      Wording wording,
      double alarmFrom,
      Optional<Controls> controls,
      Optional<StandingVerdict> verdict) {
    this.pipeline = pipeline;
    this.board = new Board(ModelView.of(model.description()), wording, alarmFrom);
    this.explains = isPlain(pipeline, model) && Contributions.exist(model.description());
    this.controls = controls;
    this.verdict = verdict;
    this.results =
        new ResultFollower(
            pipeline, () -> explains ? Contributions.of(model) : Optional.empty(), board, trouble);
    this.flink = new FlinkFollower(flink, pipeline.name(), trouble);
  }

  private static boolean isPlain(Pipeline pipeline, ModelBundle model) {
    List<String> fields = model.description().fieldNames();
    return Stepping.obstacles(pipeline).isEmpty()
        && Stepping.of(pipeline.scoring(), fields).equals(Stepping.plain(fields.size()));
  }

  /** Serves the page. Returns its address; what acts needs the token at its end. */
  public URI serve(WatchOptions options) {
    server = new WatchServer(this, options);
    return server.address();
  }

  Board board() {
    return board;
  }

  Optional<Controls> controls() {
    return controls;
  }

  /** What does not change while the page is open. */
  void writePipeline(JsonGenerator json) throws IOException {
    Wording wording = board.wording();
    ModelView model = board.model();
    json.writeStringField("title", wording.title());
    json.writeStringField("unit", wording.unit());
    json.writeNumberField("factor", wording.factor());
    json.writeBooleanField("daily", wording.daily());
    json.writeNumberField("alarmFrom", board.alarmFrom());
    json.writeStringField("topic", pipeline.topics().output());
    json.writeStringField("model", model.name());
    json.writeNumberField("units", model.units());
    json.writeBooleanField("forecasts", model.forecasts());
    json.writeBooleanField("explains", explains);
    json.writeBooleanField("acts", controls.isPresent());
    json.writeBooleanField("audited", verdict.isPresent());
    json.writeArrayFieldStart("features");
    for (String feature : model.features()) {
      json.writeString(feature);
    }
    json.writeEndArray();
  }

  /** What changes all the time, but for results. */
  void writeStatus(JsonGenerator json) throws IOException {
    long[] total = new long[1];
    board.read(view -> total[0] = view.tally().results());
    Json.number(json, "perSecond", rate.sample(System.nanoTime(), total[0]));
    JobHealth health = flink.health();
    json.writeStringField("state", health.state());
    json.writeNumberField("taskManagers", health.taskManagers());
    json.writeNumberField("restarts", health.restarts());
    json.writeNumberField("checkpoints", health.checkpoints());
    json.writeNumberField("checkpointMillis", health.checkpointMillis());
    json.writeNumberField("checkpointBytes", health.checkpointBytes());
    Json.number(json, "wave", health.waveMean());
    Json.number(json, "p99", health.p99Millis());
    json.writeObjectFieldStart("trouble");
    for (Map.Entry<String, String> sentence : trouble.now().entrySet()) {
      json.writeStringField(sentence.getKey(), sentence.getValue());
    }
    json.writeEndObject();
    if (controls.isPresent()) {
      writeReplaying(json, controls.get().replaying());
    }
    if (verdict.isPresent()) {
      writeVerdict(json, verdict.get().verdict());
    }
  }

  private static void writeReplaying(JsonGenerator json, Controls.Replaying replaying)
      throws IOException {
    json.writeObjectFieldStart("replay");
    json.writeStringField("stage", replaying.stage());
    json.writeNumberField("done", replaying.done());
    json.writeNumberField("total", replaying.total());
    json.writeBooleanField("paused", replaying.paused());
    Json.number(json, "speed", replaying.daysPerSecond());
    json.writeNumberField("plugsPulled", replaying.plugsPulled());
    json.writeEndObject();
  }

  private static void writeVerdict(JsonGenerator json, StandingVerdict.Verdict verdict)
      throws IOException {
    json.writeObjectFieldStart("verdict");
    json.writeStringField("standstill", verdict.standstill());
    json.writeNumberField("events", verdict.report().events());
    json.writeNumberField("results", verdict.report().predictions());
    json.writeNumberField("waiting", verdict.waiting());
    json.writeNumberField("deadLetters", verdict.report().deadLetters());
    json.writeNumberField("lost", verdict.report().lost());
    json.writeNumberField("duplicates", verdict.report().duplicates());
    json.writeNumberField("outOfOrder", verdict.report().outOfOrder());
    json.writeNumberField("wrong", verdict.report().wrong());
    json.writeEndObject();
  }

  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.close();
    }
    flink.close();
    results.close();
  }
}
