package io.flinklstm.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.fault.Schedule.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static List<String> names(List<Step> steps) {
    return steps.stream().map(step -> step.kind().name()).toList();
  }

  @Test
  void aCampaignHas367FaultsAndEachKindAtLeastThreeTimes() {
    assertThat(Schedule.campaign(1)).hasSize(367);
    assertThat(Catalog.all()).allMatch(kind -> kind.perCampaign() >= 3);
  }

  @Test
  void theSameSeedGivesTheSameFaultsAndTheSameChances() {
    assertThat(names(Schedule.campaign(5))).isEqualTo(names(Schedule.campaign(5)));
    assertThat(names(Schedule.campaign(5))).isNotEqualTo(names(Schedule.campaign(6)));
    Step step = Schedule.campaign(5).get(17);
    assertThat(step.random(5).nextLong()).isEqualTo(step.random(5).nextLong());
  }

  @Test
  void piecesAddUpToTheWhole() {
    List<Step> all = Schedule.campaign(2);
    List<Step> pieces = new ArrayList<>(Schedule.piece(all, 1));
    assertThat(pieces).noneMatch(Step::needsThreeBrokers);
    pieces.addAll(Schedule.piece(all, 2));
    assertThat(pieces).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatAMachineLacksIsLeftOutAndSaidWithItsReason() {
    EnumSet<Requirement> met = EnumSet.of(Requirement.NAMESPACES);
    List<Step> possible = Schedule.possible(Schedule.once(1), met);
    assertThat(names(possible))
        .contains("task manager unplugged")
        .doesNotContain("checkpoint storage full", "clock of a task manager jumps");
    assertThat(Catalog.notRun(met))
        .containsEntry("clock of a task manager jumps", "libfaketime of the package libfaketime")
        .hasSize(Catalog.all().size() - possible.size());
  }

  @Test
  void namesOfKindsAreTheirOwn() {
    assertThat(Catalog.all().stream().map(FaultKind::name)).doesNotHaveDuplicates();
  }
}
