package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One job on the mini-cluster, as the test sees it: how far the source may go, what came out, and
 * where it is to fail. Tasks run in the test's process and find it as {@link #current}.
 */
final class Run {

  /** Numbers after which the source waits for the first checkpoint. */
  static final long FIRST_PART = 1_000;

  static final long EVENTS = 2_500;

  private static volatile Run current = new Run();

  private long limit = FIRST_PART;
  private CompletableFuture<Void> limitRaised = new CompletableFuture<>();
  private FaultPoint armed;
  private FaultPoint fault;
  private boolean fired;
  private boolean madeToRecover;
  private List<Prediction<Reading>> finished = List.of();

  private long awaitedResults = Long.MAX_VALUE;
  private final CompletableFuture<Void> resultsCame = new CompletableFuture<>();

  static Run current() {
    return current;
  }

  static Run start(FaultPoint fault) {
    current = new Run();
    current.fault = fault;
    return current;
  }

  /** Completes when the source may emit this number. */
  synchronized CompletableFuture<Void> mayEmit(long number) {
    return number < limit ? CompletableFuture.completedFuture(null) : limitRaised;
  }

  synchronized void raiseLimit(long newLimit) {
    limit = newLimit;
    limitRaised.complete(null);
    limitRaised = new CompletableFuture<>();
  }

  /** Completes when a checkpoint holds so many results. */
  synchronized CompletableFuture<Void> results(long count) {
    awaitedResults = count;
    return resultsCame;
  }

  /** A checkpoint that holds results is complete: from now on there is something to lose. */
  synchronized void checkpointed(int results) {
    if (results >= awaitedResults) {
      resultsCame.complete(null);
    }
    if (results > 0 && fault != null) {
      armed = fired ? null : fault;
      raiseLimit(Long.MAX_VALUE);
    }
  }

  /** Fails where the job is to fail, once. */
  synchronized void at(FaultPoint point) {
    if (armed == point) {
      armed = null;
      fired = true;
      throw new InjectedFault(point);
    }
    if (armed == FaultPoint.INITIALIZE_STATE && !madeToRecover) {
      madeToRecover = true; // so that state is initialized again
      throw new InjectedFault(point);
    }
  }

  /** Everything the collector had at the end of input; the last attempt's word counts. */
  synchronized void finished(List<Prediction<Reading>> results) {
    finished = results;
  }

  synchronized List<Prediction<Reading>> finished() {
    return finished;
  }

  synchronized boolean hasFired() {
    return fired;
  }

  /** Thrown into the job. */
  static final class InjectedFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    InjectedFault(FaultPoint point) {
      super("injected at " + point);
    }
  }
}
