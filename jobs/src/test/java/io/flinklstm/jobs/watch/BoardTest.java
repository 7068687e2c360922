package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.record.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {

  private static final float[] NONE = {};

  private final Board board =
      new Board(
          ModelView.of(DemoModel.source().bundle().description()),
          Wording.plain("shown", "entries"),
          WatchOptions.ALARM_FROM);

  private final List<Long> explained = new ArrayList<>(); // steps
  private int added;

  private void add(long step, long offset) {
    add(step, "00", new Origin("in", 0, offset));
  }

  private void add(long step, String model, Origin origin) {
    float[] one = {1};
    long time = step; // which the board keeps of each
    board.add(
        new Observed("a", time, step, one, one, one, one, 0, 0, model, origin), this::explain);
  }

  private float[] explain(Observed result) {
    explained.add(result.step());
    return NONE;
  }

  /** A result of no key that came before it, with this score. */
  private void addNew(double score) {
    float[] one = {1};
    Origin origin = new Origin("in", 0, 0);
    String key = "key " + added++;
    board.add(new Observed(key, 0, 1, one, one, one, one, 0, score, "00", origin), this::explain);
  }

  private List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    board.read(
        view ->
            view.series()
                .forEach(
                    series -> {
                      for (long i = 0; i < series.count(); i++) {
                        steps.add(series.time(i));
                      }
                    }));
    return steps;
  }

  @Test
  void aResultThatComesAgainIsShownOnce() {
    add(1, 10);
    add(2, 11);
    add(1, 10);
    add(2, 11);
    add(3, 12);
    assertThat(steps()).containsExactly(1L, 2L, 3L);
    assertThat(explained).as("each once, or its states would be others").isEqualTo(steps());
  }

  @Test
  void aResultOfAnotherInputOrModelOrOfALaterStepIsNew() {
    add(7, "00", new Origin("in", 0, 10));
    add(1, "00", new Origin("again", 0, 0));
    add(1, "00", new Origin("again", 1, 0));
    add(2, "00", new Origin("again", 1, 0)); // of a topic that was made anew
    add(1, "01", new Origin("again", 1, 0));
    assertThat(steps()).containsExactly(7L, 1L, 1L, 2L, 1L);
  }

  @Test
  void alarmsOfKeysThatAreNotKeptAreRaised() {
    for (int i = 0; i < Board.KEYS; i++) {
      addNew(0);
    }
    addNew(0.99995);
    addNew(0);
    addNew(Double.NaN);
    List<Alarm> alarms = new ArrayList<>();
    board.read(
        view -> {
          alarms.addAll(view.alarms());
          assertThat(view.series()).hasSize(Board.KEYS);
          assertThat(view.tally().beyond()).isEqualTo(3);
          assertThat(view.tally().alarms()).isEqualTo(1);
        });
    assertThat(alarms).singleElement().extracting(Alarm::shown).isEqualTo(false);
    assertThat(explained).hasSize(Board.KEYS);
  }

  @Test
  void nothingIsLeftWhereAllIsReadAnew() {
    addNew(0.99995);
    board.unreadable();
    board.clear();
    board.read(
        view -> {
          assertThat(view.series()).isEmpty();
          assertThat(view.alarms()).isEmpty();
          assertThat(view.tally()).isEqualTo(new Board.Tally(0, 0, 0, 0, Long.MIN_VALUE));
        });
  }

  @Test
  void anAlarmOnAMissingValueSaysThatThereIsNone() {
    float[] missing = {Float.NaN};
    float[] expected = {18_923};
    Origin origin = new Origin("in", 0, 0);
    board.add(
        new Observed("a", 0, 1, missing, expected, expected, missing, 0, 0.99995, "00", origin),
        this::explain);
    assertThat(alarms(board))
        .containsExactly("a, 1 Jan 1970, 00:00:00: no value, 18,900 expected; score 0.9999");
  }

  @Test
  void aKeyThatBeginsAnewGoesOn() {
    add(1, 10);
    add(2, 11);
    add(1, 12);
    assertThat(steps()).containsExactly(1L, 2L, 1L);
  }

  @Test
  void anAlarmNamesTheValueThatWasFurthestOff() {
    ModelView pumps =
        new ModelView("m", List.of(), List.of("heat", "flow"), 0, List.of(1, 0), false, 2, 0);
    Board several = new Board(pumps, Wording.plain("shown", "heat"), 0.7);
    float[] values = {0.25f, 50}; // flow, heat
    float[] expected = {51, 0.75f};
    Origin origin = new Origin("in", 0, 3);
    float[] errors = {-0.5f, -2};
    several.add(
        new Observed("p", 0, 9, values, expected, expected, errors, 2, 0.9, "00", origin),
        this::explain);
    assertThat(alarms(several))
        .containsExactly("p, 1 Jan 1970, 00:00:00: 0.250 flow, 0.750 expected; score 0.9000");
    float[] unknown = {-0.5f, Float.NaN, 9}; // the last of an older model with more outputs
    Origin next = new Origin("in", 0, 4);
    several.add(
        new Observed("p", 0, 10, values, expected, expected, unknown, 2, 0.9, "00", next),
        this::explain);
    assertThat(alarms(several)).last().asString().contains(": 50.0 heat, 51.0 expected");
  }

  @Test
  void aScoreThatIsTheModelsOutputRaisesAlarms() {
    ModelView scores = new ModelView("m", List.of(), List.of("risk"), 0, List.of(-1), true, 0, 1);
    Board board = new Board(scores, Wording.plain("shown", "risk"), 0.7);
    float[] none = {};
    for (int i = 0; i < 2; i++) {
      float[] outputs = {0.6f + 0.2f * i};
      Origin origin = new Origin("in", 0, i);
      board.add(
          new Observed("u", 0, i, none, outputs, none, none, Double.NaN, Double.NaN, "00", origin),
          this::explain);
    }
    assertThat(alarms(board)).containsExactly("u, 1 Jan 1970, 00:00:00: 0.800 risk; score 0.8000");
  }

  private static List<String> alarms(Board board) {
    List<String> texts = new ArrayList<>();
    board.read(view -> view.alarms().forEach(alarm -> texts.add(alarm.text())));
    return texts;
  }
}
