package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.watch.Controls;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Feeds readings day by day, at a speed that can be changed while it goes. */
final class SteeredFeed implements Controls, AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final Feed feed;
  private final Runnable plug;
  private final AtomicInteger plugsPulled = new AtomicInteger();
  private String stage = "Starting"; // this and what follows guarded by this
  private long done;
  private long total = 1;
  private boolean paused;
  private double daysPerSecond;
  private boolean closed;

  /**
   * @param plug kills a task manager
   */
  SteeredFeed(Feed feed, double daysPerSecond, Runnable plug) {
    this.feed = feed;
    this.daysPerSecond = daysPerSecond;
    this.plug = plug;
  }

  /** Feeds all as fast as it goes; a pause holds it, too. */
  void warmUp(String name, List<Reading> readings) throws InterruptedException {
    begin(name, readings.size());
    for (Reading reading : readings) {
      feed(reading);
    }
    feed.finish();
  }

  /** Feeds all, a day at a time. Returns whether it came to the end. */
  boolean stream(String name, List<Reading> readings) throws InterruptedException {
    begin(name, readings.size());
    LocalDate day = readings.get(0).date();
    long begun = System.nanoTime();
    for (Reading reading : readings) {
      if (!reading.date().equals(day)) {
        awaitNextDay(begun);
        day = reading.date();
        begun = System.nanoTime();
      }
      if (!feed(reading)) {
        return false;
      }
    }
    feed.finish();
    begin("At the end of the data", readings.size());
    synchronized (this) {
      done = total;
    }
    return true;
  }

  private synchronized void begin(String name, long events) {
    stage = name;
    done = 0;
    total = events;
  }

  private boolean feed(Reading reading) throws InterruptedException {
    synchronized (this) {
      while (paused && !closed) {
        wait();
      }
      if (closed) {
        return false;
      }
      done++;
    }
    feed.write(reading);
    return true;
  }

  private synchronized void awaitNextDay(long begun) throws InterruptedException {
    while (!closed) {
      long left = begun + (long) (NANOS_PER_SECOND / daysPerSecond) - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LONGEST_WAIT));
    }
  }

  @Override
  public synchronized Replaying replaying() {
    return new Replaying(stage, done, total, paused, daysPerSecond, plugsPulled.get());
  }

  @Override
  public synchronized void pause(boolean chosen) {
    paused = chosen;
    notifyAll();
  }

  @Override
  public synchronized void speed(double chosen) {
    daysPerSecond = chosen;
    notifyAll();
  }

  @Override
  public void pullThePlug() {
    plugsPulled.incrementAndGet();
    plug.run();
  }

  /** Ends feeding. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
