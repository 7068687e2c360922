package io.flinklstm.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.Tier.Part;
import io.flinklstm.faults.fault.Requirement;
import io.flinklstm.faults.fault.Schedule.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TierTest {

  private static final Set<Requirement> ALL = EnumSet.allOf(Requirement.class);

  private static List<Step> steps(int piece, int from) {
    return Tier.CAMPAIGN.steps(3, new Part(piece, from), ALL, List.of());
  }

  @Test
  void aRunGoesOnWhereAnEarlierOneOfThePieceEnded() {
    List<Step> whole = steps(2, 0);
    Step next = whole.get(40);
    assertThat(steps(2, next.index()).stream().map(Step::index))
        .isEqualTo(whole.subList(40, whole.size()).stream().map(Step::index).toList());
  }

  @Test
  void controlsAreRunWithTheFirstPartAlone() {
    assertThat(Tier.CAMPAIGN.controls(new Part(1, 0), List.of())).hasSize(7);
    assertThat(Tier.CAMPAIGN.controls(new Part(1, 120), List.of())).isEmpty();
    assertThat(Tier.CAMPAIGN.controls(new Part(2, 0), List.of())).isEmpty();
  }

  @Test
  void resultsOfPartsDoNotOverwriteEachOther() {
    assertThat(
            List.of(
                Tier.CAMPAIGN.runName(3, new Part(1, 0)),
                Tier.CAMPAIGN.runName(3, new Part(1, 120)),
                Tier.CAMPAIGN.runName(3, new Part(2, 0)),
                Tier.FUZZ_KAFKA.runName(3, new Part(1, 0))))
        .containsExactly("campaign-3-1", "campaign-3-1-from-120", "campaign-3-2", "fuzz-kafka-3");
  }

  @Test
  void aPieceOfACampaignIsDoneWhenAllOfItsFaultsWereTried() {
    List<Step> piece = steps(1, 0);
    assertThat(Tier.CAMPAIGN.enough(piece)).isEqualTo(piece.size());
    assertThat(Tier.CI.enough(piece)).isEqualTo(12);
    assertThat(Tier.CI.enough(piece.subList(0, 2))).isEqualTo(2);
    assertThat(Tier.FUZZ_KAFKA.enough(piece)).isEqualTo(12);
  }

  @Test
  void aBuildsRunHasAtLeastTwelveKindsWhateverTheMachineLacks() {
    Set<Requirement> none = EnumSet.noneOf(Requirement.class);
    assertThat(Tier.CI.steps(7, new Part(1, 0), none, List.of())).hasSizeGreaterThanOrEqualTo(12);
  }
}
