package io.flinklstm.faults.fault;

import java.util.Set;

/**
 * A way to break things.
 *
 * @param name in schedules and reports
 * @param perCampaign how often in a whole campaign
 * @param needs what must be there to do it
 */
public record FaultKind(String name, int perCampaign, Set<Requirement> needs, Fault fault) {

  static FaultKind of(String name, int perCampaign, Fault fault, Requirement... needs) {
    return new FaultKind(name, perCampaign, Set.of(needs), fault);
  }
}
