package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job that is stopped in the middle of its events, again and again, and goes on at another
 * parallelism each time gives what it would have given had it never stopped. The normal build takes
 * a few walks; {@code -Dwalks=24} takes all kinds, and more take them again with other seeds.
 */
class RescaleTest {

  private static final int WALKS = Integer.getInteger("walks", 2);
  private static final int STEPS = 10;
  private static final int EVENTS_PER_STEP = 500;
  private static final int[] PARALLELISMS = {1, 2, 3, 4, 7, 8};

  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  /** From what the job goes on. */
  private enum Source {
    CANONICAL_SAVEPOINT,
    NATIVE_SAVEPOINT,
    RETAINED_CHECKPOINT;

    String stop(JobID job) throws Exception {
      return switch (this) {
        case CANONICAL_SAVEPOINT -> cluster.stopWithSavepoint(job, SavepointFormatType.CANONICAL);
        case NATIVE_SAVEPOINT -> cluster.stopWithSavepoint(job, SavepointFormatType.NATIVE);
        case RETAINED_CHECKPOINT -> cluster.cancel(job);
      };
    }
  }

  /** The seed says which of all kinds it is; the first two differ in everything. */
  private record Walk(int seed, Source source, TestCluster.Setup setup) {

    private static final int KINDS = 24;
    private static final int STRIDE = 23;

    static Walk of(int seed) {
      int kind = seed * STRIDE % KINDS;
      Source source = Source.values()[kind % 3];
      Backend backend = Backend.values()[kind / 3 % 2];
      boolean unaligned = kind / 6 % 2 == 1;
      Arrivals arrivals = kind / 12 == 0 ? Arrivals.AS_THEY_COME : Arrivals.BY_TIME;
      return new Walk(seed, source, new TestCluster.Setup(backend, unaligned, arrivals));
    }
  }

  static Stream<Walk> walks() {
    return IntStream.range(0, WALKS).mapToObj(Walk::of);
  }

  @ParameterizedTest
  @MethodSource("walks")
  void aWalkOverParallelismsChangesNoBit(Walk walk) throws Exception {
    SplittableRandom random = new SplittableRandom(walk.seed());
    int parallelism = 0;
    long persistedInFlight = 0;
    String savepoint = null;
    for (int step = 1; step < STEPS; step++) {
      parallelism = another(parallelism, random);
      Run run = Run.start(null);
      run.raiseLimit((long) EVENTS_PER_STEP * step);
      JobID job = submit(walk, parallelism, savepoint);
      run.results(EVENTS_PER_STEP * (step - 1) + 1 + random.nextInt(EVENTS_PER_STEP / 2))
          .get(60, TimeUnit.SECONDS);
      savepoint = walk.source().stop(job);
      persistedInFlight += cluster.persistedInFlightBytes(job);
    }
    Run last = Run.start(null);
    last.raiseLimit(Long.MAX_VALUE);
    JobID job = submit(walk, another(parallelism, random), savepoint);
    assertThat(cluster.result(job).getSerializedThrowable()).isEmpty();
    assertThat(Arrivals.byKey(last.finished()))
        .isEqualTo(walk.setup().arrivals().expected(EVENTS_PER_STEP * STEPS));
    assertThat(persistedInFlight > 0).isEqualTo(walk.setup().unaligned());
  }

  private static int another(int parallelism, SplittableRandom random) {
    int next = PARALLELISMS[random.nextInt(PARALLELISMS.length)];
    return next == parallelism ? another(parallelism, random) : next;
  }

  private static JobID submit(Walk walk, int parallelism, String savepoint) throws Exception {
    return cluster.submit(
        cluster.job(walk.setup(), parallelism, EVENTS_PER_STEP * STEPS), savepoint);
  }

  @Test
  void anotherMaximumParallelismIsRefused() throws Exception {
    TestCluster.Setup setup = new TestCluster.Setup(Backend.HEAP, false, Arrivals.AS_THEY_COME);
    Run run = Run.start(null);
    JobID first = cluster.submit(cluster.job(setup, 2, Run.EVENTS), null);
    run.results(1).get(60, TimeUnit.SECONDS);
    String savepoint = Source.CANONICAL_SAVEPOINT.stop(first);
    JobGraph job = cluster.job(setup, 2, Run.EVENTS);
    job.getVertices().forEach(vertex -> vertex.setMaxParallelism(256));
    Throwable refusal =
        cluster.result(cluster.submit(job, savepoint)).getSerializedThrowable().orElseThrow();
    assertThat(ExceptionUtils.stringifyException(refusal))
        .contains("Max parallelism mismatch between checkpoint/savepoint state and new program")
        .contains("with max parallelism 128 to new program with max parallelism 256");
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void keysOfAnotherTypeAreRefused(Backend backend) throws Exception {
    LstmOperatorFactory<Reading> factory =
        LstmHarness.factory(
            TestCluster.MODEL, LstmOptions.DEFAULT, EventReader.of(Reading::extract));
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(factory, backend)) {
      harness.process(new Reading("sensor", 1, 2, 3));
      snapshot = harness.checkpoint(1);
    }
    KeyedOneInputStreamOperatorTestHarness<Long, Reading, Prediction<Reading>> byTime =
        new KeyedOneInputStreamOperatorTestHarness<>(
            factory, reading -> reading.time, Types.LONG, LstmHarness.MAX_PARALLELISM, 1, 0);
    byTime.setStateBackend(backend.make());
    assertThatThrownBy(() -> byTime.initializeState(snapshot))
        .rootCause()
        .hasMessageContaining("key serializer")
        .hasMessageContaining("LongSerializer")
        .hasMessageContaining("StringSerializer");
  }
}
