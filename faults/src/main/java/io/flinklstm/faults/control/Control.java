package io.flinklstm.faults.control;

import io.flinklstm.faults.Trial;
import io.flinklstm.faults.Trial.Setup;
import io.flinklstm.faults.audit.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One thing done wrong, and what the audit has to say to it.
 *
 * @param name in reports
 * @param setup changes the standard one; the jar by the mutant
 * @param mutant of the job; empty where the setting is what is wrong
 * @param outage what happens meanwhile
 * @param expected kinds of finding of which one must come; empty where the job must be refused
 */
public record Control(
    String name,
    UnaryOperator<Setup> setup,
    Optional<Mutant> mutant,
    Outage outage,
    Set<Finding.Kind> expected) {

  /** What happens while records flow. */
  public interface Outage {
    void happen(Trial trial);
  }
}
