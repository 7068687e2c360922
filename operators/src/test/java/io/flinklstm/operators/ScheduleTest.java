package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random input, random options, random schedules of the real operator: bundles of 1 to 512 events,
 * watermarks, idle mails, the longest wait, barriers whose asynchronous phase comes later, crashes
 * and restores at any point, the end of input. Whatever they were, a key's results and the rejected
 * and late events are those of handling one event at a time. {@code -Dschedules=1000000} runs more.
 */
class ScheduleTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 10_000);
  private static final int ONE_ON_ROCKSDB_IN = 200;

  @Test
  void noScheduleChangesABitOfWhatAKeyGives() throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Void>> workers =
        Collections.nCopies(
            Runtime.getRuntime().availableProcessors(),
            () -> {
              for (int seed = next.getAndIncrement(); seed < SCHEDULES; ) {
                check(seed, seed % ONE_ON_ROCKSDB_IN == 0 ? Backend.ROCKSDB : Backend.HEAP);
                seed = next.getAndIncrement();
              }
              return null;
            });
    ExecutorService threads = Executors.newFixedThreadPool(workers.size());
    try {
      for (Future<Void> worker : threads.invokeAll(workers)) {
        worker.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void check(int seed, Backend backend) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Chosen chosen = Chosen.random(random);
    List<Input> inputs = Input.random(random);
    List<Given> expected = expected(chosen, inputs);
    List<Given> found =
        new Schedule(
                random,
                LstmHarness.factory(chosen.model(), chosen.options(), Chosen.READER),
                backend)
            .run(inputs);
    for (String key : expected.stream().map(Given::key).distinct().toList()) {
      assertThat(Given.predictions(found, key))
          .as("schedule %d, %s, key %s", seed, chosen.options(), key)
          .isEqualTo(Given.predictions(expected, key));
    }
    assertThat(found).as("schedule %d, %s", seed, chosen.options()).hasSameSizeAs(expected);
    assertThat(Given.rejected(found))
        .as("schedule %d, %s", seed, chosen.options())
        .isEqualTo(Given.rejected(expected));
  }

  static List<Given> expected(Chosen chosen, List<Input> inputs) {
    OneAtATime plain = new OneAtATime(chosen.model(), chosen.options(), Chosen.READER);
    for (Input input : inputs) {
      if (input.reading() == null) {
        plain.watermark(input.watermark());
      } else {
        plain.process(input.reading(), input.timed());
      }
    }
    return plain.given();
  }
}
