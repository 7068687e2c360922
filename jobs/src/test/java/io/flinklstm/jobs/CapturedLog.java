package io.flinklstm.jobs;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that this JVM logs at the level of the files that are shipped, until it is closed. */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = LoggerContext.getContext(false);
  private final Level before = context.getConfiguration().getRootLogger().getLevel();

  public CapturedLog() {
    super(
        "captured",
        null,
        PatternLayout.newBuilder().withPattern("%p %c %m%n%ex").build(),
        true,
        Property.EMPTY_ARRAY);
    start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.getAppenders()
        .forEach(
            (name, appender) -> {
              root.removeAppender(name);
              root.addAppender(appender, before, null);
            });
    root.addAppender(this, Level.INFO, null);
    root.setLevel(Level.INFO);
    context.updateLoggers();
  }

  @Override
  public void append(LogEvent event) {
    lines.add(getLayout().toSerializable(event).toString());
  }

  public String text() {
    return String.join("", lines);
  }

  @Override
  public void close() {
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.removeAppender(getName());
    root.setLevel(before);
    context.updateLoggers();
    stop();
  }
}
