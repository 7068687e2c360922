package io.flinklstm.faults.fuzz;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.faults.audit.PlainLstm;
import io.flinklstm.faults.audit.PlainLstm.Numbers;
import io.flinklstm.faults.audit.PlainWeights;
import io.flinklstm.faults.workload.TrialModel;
import io.flinklstm.faults.workload.Workload;
import io.flinklstm.faults.workload.Workload.Sample;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.OutgoingJson;
import io.flinklstm.jobs.record.ResultForm;
import io.flinklstm.models.BundleSource;
import io.flinklstm.operators.result.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Two operators side by side: one behind a deserializer that meets every record, one that meets the
 * good ones alone, in waves of another size. Their results must be the same bytes, and the numbers
 * in them those of the plain LSTM.
 */
public final class Fuzz implements AutoCloseable {

  private static final int HIDDEN = 16;
  private static final int BAD_PER_MILLE = 600;
  private static final int KEYS = 2_000;
  private static final int PARTITIONS = 4;
  private static final int BETWEEN_CHECKPOINTS = 50_000;
  private static final String TOPIC = "fuzz";

  private final Workload workload;
  private final IncomingDeserializer deserializer;
  private final IncomingDeserializer ofGoodOnes;
  private final ResultForm form;
  private final OperatorAlone mixed;
  private final OperatorAlone alone;
  private final PlainLstm oracle;
  private final Map<String, PlainLstm.Key> keys = new HashMap<>();
  private final Queue<Numbers> due = new ArrayDeque<>();
  private final Queue<byte[]> fromMixed = new ArrayDeque<>();
  private final long[] offsets = new long[PARTITIONS];
  private final Tally tally = new Tally();

  /** What was counted. */
  public static final class Tally {
    public long records;
    public long bad;
    public long deadLetters;

    /** Bad ones that were taken for good. */
    public long missed;

    /** Good ones that were taken for bad. */
    public long refused;

    /** Results that are not byte for byte those without bad records. */
    public long different;

    /** Results that are not bit for bit those of the plain LSTM. */
    public long wrong;

    public long exceptions;

    /** Of the first that went wrong; empty where none did. */
    public String first = "";

    public boolean isClean() {
      return missed + refused + different + wrong + exceptions == 0 && bad == deadLetters;
    }

    private void note(String text) {
      if (first.isEmpty()) {
        first = text;
      }
    }
  }

  public Fuzz(long seed) throws Exception {
    workload = new Workload(seed, KEYS, BAD_PER_MILLE);
    PlainWeights weights = PlainWeights.random(seed, HIDDEN);
    NetworkSource model = BundleSource.of(TrialModel.file(weights));
    oracle = new PlainLstm(weights);
    form = new ResultForm(model.load().description());
    deserializer = new IncomingDeserializer(Layout.standard(PlainWeights.INPUTS));
    ofGoodOnes = new IncomingDeserializer(Layout.standard(PlainWeights.INPUTS));
    mixed = new OperatorAlone(model, 256);
    alone = new OperatorAlone(model, 48);
  }

  /** Runs records {@code from} to before {@code to}. */
  public Tally run(long from, long to) throws Exception {
    for (long number = from; number < to; number++) {
      one(workload.sample(number));
      if (number % BETWEEN_CHECKPOINTS == BETWEEN_CHECKPOINTS - 1) {
        compare();
      }
    }
    compare();
    return tally;
  }

  private void one(Sample sample) throws Exception {
    tally.records++;
    int partition = Math.floorMod(sample.key().hashCode(), PARTITIONS);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            TOPIC,
            partition,
            offsets[partition]++,
            sample.key().getBytes(StandardCharsets.UTF_8),
            sample.value());
    Incoming incoming;
    try {
      incoming = deserializer.read(record);
    } catch (RuntimeException e) {
      tally.exceptions++;
      tally.note("record " + sample.number() + ": " + e);
      return;
    }
    if (incoming instanceof DeadLetter letter) {
      OutgoingJson.deadLetter(TOPIC, letter);
      tally.deadLetters++;
    }
    if (sample.isBad()) {
      bad(sample, incoming);
    } else {
      good(sample, incoming, record);
    }
  }

  private void bad(Sample sample, Incoming incoming) throws Exception {
    tally.bad++;
    if (incoming instanceof Event event) {
      tally.missed++;
      tally.note("record " + sample.number() + " was taken: " + event);
      mixed.process(event);
    }
  }

  private void good(Sample sample, Incoming incoming, ConsumerRecord<byte[], byte[]> record)
      throws Exception {
    if (incoming instanceof Event event) {
      mixed.process(event);
    } else {
      tally.refused++;
      tally.note("record " + sample.number() + " was refused: " + incoming);
    }
    if (ofGoodOnes.read(record) instanceof Event event) {
      alone.process(event);
    }
    PlainLstm.Key key = keys.computeIfAbsent(sample.key(), name -> new PlainLstm.Key(HIDDEN));
    due.add(oracle.next(key, sample.values()));
  }

  private void compare() throws Exception {
    mixed.checkpoint();
    alone.checkpoint();
    for (Prediction<Event> prediction : mixed.take()) {
      fromMixed.add(bytes(prediction));
    }
    for (Prediction<Event> prediction : alone.take()) {
      if (!Arrays.equals(bytes(prediction), fromMixed.poll())) {
        tally.different++;
        tally.note("another result than without bad records: " + prediction);
      }
      if (!isRight(prediction, due.poll())) {
        tally.wrong++;
        tally.note("another result than the plain one: " + prediction);
      }
    }
    tally.different += fromMixed.size() + due.size();
    fromMixed.clear();
    due.clear();
  }

  private byte[] bytes(Prediction<Event> prediction) {
    return OutgoingJson.result(TOPIC, form, prediction).value();
  }

  private static boolean isRight(Prediction<Event> found, Numbers due) {
    return due != null
        && found.step() == due.step()
        && Float.compare(found.outputs()[0], due.forecast()) == 0
        && Float.compare(found.expected()[0], due.expected()) == 0
        && Double.compare(found.error(), due.error()) == 0;
  }

  @Override
  public void close() throws Exception {
    mixed.close();
    alone.close();
  }
}
