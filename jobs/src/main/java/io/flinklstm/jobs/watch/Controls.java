package io.flinklstm.jobs.watch;

/** What the page may do to the demo that it shows. Called by several threads. */
public interface Controls {

  /** How the replay goes. */
  Replaying replaying();

  void pause(boolean paused);

  /**
   * Chooses how fast the replay goes.
   *
   * @param daysPerSecond 1 or more; infinite for as fast as it goes
   */
  void speed(double daysPerSecond);

  /** Kills the task manager's process. Another is started; the cluster recovers by itself. */
  void pullThePlug();

  /**
   * How a replay goes.
   *
   * @param stage what is being replayed, for a person
   * @param done events fed
   * @param total events there are
   * @param daysPerSecond infinite for as fast as it goes
   * @param plugsPulled how often
   */
  record Replaying(
      String stage, long done, long total, boolean paused, double daysPerSecond, int plugsPulled) {}
}
