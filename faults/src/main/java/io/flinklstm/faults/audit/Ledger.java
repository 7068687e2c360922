package io.flinklstm.faults.audit;

import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.audit.PlainLstm.Numbers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is due for each input record, and what has come. Knows nothing of Kafka; a record is in it
 * only as long as it is due.
 */
public final class Ledger {

  private static final int KEPT = 20_000;

  private final PlainLstm oracle;
  private final int hidden;
  private final Map<String, PlainLstm.Key> keys = new HashMap<>();
  private final Map<Integer, TreeMap<Long, Entry>> due = new HashMap<>(); // by partition, offset
  private final Map<Integer, BitSet> seen = new HashMap<>();
  private final BitSet numbers = new BitSet(); // of the input's records
  private final BitSet poison = new BitSet(); // those below zero: bit 0 is record -1
  private final Map<String, Long> lastOffset = new HashMap<>(); // of the key's last result
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private long records;
  private long results;
  private long deadLetters;

  public Ledger(PlainWeights weights) {
    oracle = new PlainLstm(weights);
    hidden = weights.hidden();
  }

  private record Entry(long number, String key, long time, Numbers due) {}

  /** What a result says. */
  public record Claim(long number, String key, long time, boolean warm, Numbers numbers) {}

  /** Notes that a record that was sent is in the input. */
  public void arrived(int partition, long offset, long number) {
    BitSet those = number < 0 ? poison : numbers;
    int bit = Math.toIntExact(number < 0 ? -1 - number : number);
    if (those.get(bit)) {
      found(Kind.INPUT, number, partition, offset, "found in the input once more");
    }
    those.set(bit);
  }

  /** Takes the next good record of an input partition. */
  public void event(
      int partition, long offset, long number, String key, long time, float[] values) {
    PlainLstm.Key state = keys.computeIfAbsent(key, name -> new PlainLstm.Key(hidden));
    put(partition, offset, new Entry(number, key, time, oracle.next(state, values)));
  }

  /** Takes the next bad record of an input partition. */
  public void bad(int partition, long offset, long number) {
    put(partition, offset, new Entry(number, null, 0, null));
  }

  private void put(int partition, long offset, Entry entry) {
    records++;
    due.computeIfAbsent(partition, p -> new TreeMap<>()).put(offset, entry);
  }

  /** Takes a record of the output. */
  public void result(int partition, long offset, Claim claim) {
    results++;
    Entry entry = settle(claim.number, partition, offset, "a result");
    if (entry == null) {
      return;
    }
    if (entry.due == null) {
      found(Kind.WRONG, entry.number, partition, offset, "found a result, expected a dead letter");
      return;
    }
    Claim expected = new Claim(entry.number, entry.key, entry.time, true, entry.due);
    if (!claim.equals(expected)) {
      found(
          Kind.WRONG, entry.number, partition, offset, "found " + claim + ", expected " + expected);
    }
    Long last = lastOffset.put(entry.key, offset);
    if (last != null && last > offset) {
      found(
          Kind.REORDERED,
          entry.number,
          partition,
          offset,
          "found after the result of offset " + last);
      lastOffset.put(entry.key, last);
    }
  }

  /** Takes a record of the dead letters. */
  public void deadLetter(int partition, long offset, long number) {
    deadLetters++;
    Entry entry = settle(number, partition, offset, "a dead letter");
    if (entry != null && entry.due != null) {
      found(Kind.WRONG, number, partition, offset, "found a dead letter, expected a result");
    } else if (entry != null && entry.number != number) {
      found(
          Kind.WRONG,
          entry.number,
          partition,
          offset,
          "found header " + number + " not " + entry.number);
    }
  }

  private Entry settle(long number, int partition, long offset, String what) {
    BitSet offsets = seen.computeIfAbsent(partition, p -> new BitSet());
    TreeMap<Long, Entry> open = due.get(partition);
    Entry entry = open == null ? null : open.remove(offset);
    if (offsets.get((int) offset)) {
      found(Kind.DUPLICATE, number, partition, offset, "found " + what + " once more");
    } else if (entry == null) {
      found(
          Kind.WRONG,
          number,
          partition,
          offset,
          "found " + what + " of a record that is not there");
    }
    offsets.set((int) offset);
    return entry;
  }

  /** Records for which nothing has come yet. */
  public long open() {
    return due.values().stream().mapToLong(TreeMap::size).sum();
  }

  /**
   * Nothing more will come: what is still due is lost, and so is what was acknowledged and is not
   * in the input.
   *
   * @param sent records from 0 on that Kafka has acknowledged, all of them
   * @param poisoned records from -1 down, likewise
   */
  public void close(long sent, long poisoned) {
    for (int bit = numbers.nextClearBit(0); bit < sent; bit = numbers.nextClearBit(bit + 1)) {
      missing(bit);
    }
    for (int bit = poison.nextClearBit(0); bit < poisoned; bit = poison.nextClearBit(bit + 1)) {
      missing(-1 - bit);
    }
    due.forEach(
        (partition, open) ->
            open.forEach(
                (offset, entry) ->
                    found(
                        Kind.LOST,
                        entry.number,
                        partition,
                        offset,
                        entry.due == null
                            ? "the dead letter of record " + entry.number
                            : "step %d of %s, record %d"
                                .formatted(entry.due.step(), entry.key, entry.number))));
    due.clear();
  }

  private void missing(long number) {
    found(Kind.INPUT, number, -1, -1, "acknowledged, but not in the input");
  }

  /** Notes what is not as promised; the first twenty thousand of a kind are kept one by one. */
  public synchronized void found(Kind kind, long number, int partition, long offset, String text) {
    if (counts.merge(kind, 1L, Long::sum) <= KEPT) {
      findings.add(new Finding(kind, number, partition, offset, Objects.requireNonNull(text)));
    }
  }

  /** What is kept; may be asked by another thread than the one that judges. */
  public synchronized List<Finding> findings() {
    return List.copyOf(findings);
  }

  public Verdict verdict() {
    return new Verdict(records, results, deadLetters, Map.copyOf(counts));
  }
}
