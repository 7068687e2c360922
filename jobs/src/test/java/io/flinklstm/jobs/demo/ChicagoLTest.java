package io.flinklstm.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Layout;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ChicagoLTest {

  @Test
  void holdsEachDayOfTwentyStations() {
    List<Reading> readings = ChicagoL.readings();
    assertThat(readings).hasSize(5_698 * 20);
    assertThat(readings).contains(new Reading(LocalDate.of(2011, 2, 2), "Clark_Lake", 3.86f));
    assertThat(readings.stream().filter(r -> ChicagoL.isUnseen(r.date()))).hasSize(41_060);
  }

  @Test
  void everyReadingIsAnEventToTheJob() {
    IncomingDeserializer deserializer = new IncomingDeserializer(Layout.standard(1));
    for (Reading reading : ChicagoL.readings()) {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>("in", 0, 0, reading.key(), reading.json());
      assertThat(deserializer.read(record))
          .isInstanceOfSatisfying(
              Event.class,
              event -> {
                assertThat(event.key()).isEqualTo(reading.station());
                assertThat(event.time()).isEqualTo(reading.time());
                assertThat(event.values()).containsExactly(reading.entries());
              });
    }
  }

  @Test
  void knowsWhatSomeDaysWere() {
    KnownDays known = new KnownDays();
    assertThat(known.note(LocalDate.of(2011, 2, 2))).isEqualTo("blizzard");
    assertThat(known.note(LocalDate.of(2012, 11, 22))).isEqualTo("Thanksgiving");
    assertThat(known.note(LocalDate.of(2012, 11, 23))).isEqualTo("after Thanksgiving");
    assertThat(known.note(LocalDate.of(2012, 12, 24))).isEqualTo("before Christmas Day");
    assertThat(known.note(LocalDate.of(2012, 3, 6))).isEmpty();
    assertThat(known.isHolidayOrNextToOne(LocalDate.of(2011, 2, 2))).isFalse();
  }

  @Test
  void ranksByScoreThenByError() {
    LocalDate day = LocalDate.of(2012, 1, 1);
    StationDay high = new StationDay(day, "a", 1, 1, 0.1, 1);
    StationDay higher = new StationDay(day, "b", 1, 1, 0.2, 1);
    StationDay low = new StationDay(day, "c", 1, 1, 9, 0.5);
    StationDay seen = new StationDay(day.minusYears(2), "d", 1, 1, 9, 1);
    assertThat(Ranking.of(List.of(low, high, seen, higher)).days())
        .containsExactly(higher, high, low);
  }
}
