package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.record.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {

  private final Board board =
      new Board(
          ModelView.of(DemoModel.source().bundle().description()),
          Wording.plain("shown", "entries"),
          WatchOptions.ALARM_FROM);

  private void add(long step, long offset) {
    float[] one = {1};
    Origin origin = new Origin("in", 0, offset);
    board.add(
        new Observed("a", offset, step, one, one, one, one, 0, 0, "00", origin), new float[0]);
  }

  private List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    board.read(
        view ->
            view.series()
                .forEach(
                    series -> {
                      for (long i = 0; i < series.count(); i++) {
                        steps.add(series.step(i));
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
        new float[0]);
    assertThat(alarms(several))
        .containsExactly("p, 1 Jan 1970, 00:00:00: 0.250 flow, 0.750 expected; score 0.9000");
    float[] unknown = {-0.5f, Float.NaN, 9}; // the last of an older model with more outputs
    Origin next = new Origin("in", 0, 4);
    several.add(
        new Observed("p", 0, 10, values, expected, expected, unknown, 2, 0.9, "00", next),
        new float[0]);
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
          none);
    }
    assertThat(alarms(board)).containsExactly("u, 1 Jan 1970, 00:00:00: 0.800 risk; score 0.8000");
  }

  private static List<String> alarms(Board board) {
    List<String> texts = new ArrayList<>();
    board.read(view -> view.alarms().forEach(alarm -> texts.add(alarm.text())));
    return texts;
  }
}
