package io.flinklstm.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of all keys, each shape and each twin in a JVM of its own: what {@link KernelBench}
 * cannot show, which runs all shapes in one. Run by {@code ./flink-lstm bench jmh}, with JMH's own
 * options; the scalar twin by {@code -jvmArgsAppend -Dflinklstm.kernels=scalar}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {

  private static final int INPUTS = 8;

  /** LSTM or GRU. */
  @Param({"LSTM", "GRU"})
  public String cell;

  /** Units of the layer. */
  @Param({"16", "32", "64", "128", "256", "512"})
  public int hidden;

  /** Rows of the wave. */
  @Param({"1", "32", "256"})
  public int keys;

  private Contender own;

  @Setup
  public void build() {
    Shape shape = new Shape(cell, 1, INPUTS, hidden, keys);
    own = new Own(shape, Problem.of(shape));
  }

  /** All keys once. */
  @Benchmark
  public float[] step() {
    own.step();
    return own.hidden();
  }
}
