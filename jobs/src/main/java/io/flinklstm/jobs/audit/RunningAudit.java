package io.flinklstm.jobs.audit;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.record.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a pipeline while it runs: holds the events that have no result yet, and each key's state
 * as one thread computes it. An event counts as lost once a later one of its key has a result.
 *
 * <p>Every event must be given before its result is. Owned by one thread.
 */
final class RunningAudit {

  private final Recomputation recomputation;
  private final Map<String, Deque<Event>> open = new HashMap<>();
  private final Set<Place> lettersDue = new HashSet<>(); // what cannot be stepped
  private long waiting;
  private long events;
  private long results;
  private long deadLetters;
  private long lost;
  private long duplicates;
  private long outOfOrder;
  private long wrong;

  RunningAudit(Network network, Stepping stepping) {
    this.recomputation = new Recomputation(network, stepping);
  }

  void event(Event event) {
    events++;
    waiting++;
    open.computeIfAbsent(event.key(), key -> new ArrayDeque<>()).addLast(event);
  }

  /** An input record that is no event. */
  void unreadable(int partition, long offset) {
    events++;
    waiting++;
    lettersDue.add(new Place(partition, offset));
  }

  void result(Result result) {
    results++;
    Deque<Event> queue = open.getOrDefault(result.key(), new ArrayDeque<>());
    passOver(queue, result.offset());
    if (queue.isEmpty() || queue.peekFirst().origin().offset() != result.offset()) {
      duplicates++; // its event has been judged, or there never was one
      return;
    }
    Optional<Result> due = step(queue).result();
    if (due.filter(result::equals).isEmpty()) {
      wrong++;
    }
    if (due.isPresent() && due.get().step() != result.step()) {
      outOfOrder++;
    }
  }

  /** Something in the output that is no result. */
  void unreadableResult() {
    results++;
    wrong++;
  }

  /** Events before this one whose turn has passed. */
  private void passOver(Deque<Event> queue, long offset) {
    while (!queue.isEmpty() && queue.peekFirst().origin().offset() < offset) {
      Event passed = queue.peekFirst();
      Due due = step(queue);
      if (due.letter()) {
        waiting++;
        lettersDue.add(new Place(passed.origin().partition(), passed.origin().offset()));
      } else if (!due.isNothing()) {
        lost++;
      }
    }
  }

  private Due step(Deque<Event> queue) {
    waiting--;
    return recomputation.next(queue.removeFirst());
  }

  /**
   * Something in the dead letters.
   *
   * @param key of a rejected event; empty where the record was none
   */
  void deadLetter(String key, int partition, long offset) {
    deadLetters++;
    Deque<Event> queue = open.getOrDefault(key, new ArrayDeque<>());
    passOver(queue, offset);
    if (lettersDue.remove(new Place(partition, offset))) {
      waiting--;
    } else if (!queue.isEmpty() && queue.peekFirst().origin().offset() == offset) {
      wrong += step(queue).letter() ? 0 : 1;
    } else {
      duplicates++;
    }
  }

  /** What has been found so far. */
  AuditReport report() {
    return new AuditReport(events, results, deadLetters, lost, duplicates, outOfOrder, wrong);
  }

  /** Events that have neither result nor dead letter yet. */
  long waiting() {
    return waiting;
  }

  private record Place(int partition, long offset) {}
}
