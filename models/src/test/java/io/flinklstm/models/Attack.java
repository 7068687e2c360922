package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.flinklstm.models.format.ModelFormatException;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every planted attack must end in: a refusal that says where and why, at a bounded cost. */
public final class Attack {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PER_BYTE = 64; // allocated in all, most of it garbage at once
  private static final int SPARE = 4 << 20;

  private Attack() {}

  /** Reads a hostile file of so many bytes; gives the refusal. */
  public static ModelFormatException refused(long fileBytes, ThrowingCallable reading) {
    // Loads classes, which is not the attack's doing.
    assertThat(catchThrowable(reading)).isInstanceOf(ModelFormatException.class);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Throwable thrown = catchThrowable(reading);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(thrown).isInstanceOf(ModelFormatException.class);
    ModelFormatException refusal = (ModelFormatException) thrown;
    assertThat(refusal.place()).isNotBlank();
    assertThat(refusal.found()).isNotBlank();
    assertThat(refusal.expected()).isNotBlank();
    assertThat(refusal)
        .hasMessage(
            "%s: found %s, expected %s", refusal.place(), refusal.found(), refusal.expected());
    assertThat(allocated).as("bytes allocated").isLessThan(PER_BYTE * fileBytes + SPARE);
    return refusal;
  }
}
