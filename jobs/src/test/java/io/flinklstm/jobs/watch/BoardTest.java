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
    board.add(new Observed("a", offset, step, one, one, one, 0, 0, "00", origin), new float[0]);
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
}
