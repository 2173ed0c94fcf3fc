package dev.codexgateway.logs;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The binding that slf4j finds on the class path of a deployable. A binding to {@code
 * java.util.logging} would lose what is logged while the process stops, since the virtual machine
 * closes that log first.
 */
public final class LogsProvider implements SLF4JServiceProvider {
  /** Of slf4j 2.0, whatever comes after the second dot. */
  private static final String API_VERSION = "2.0.99";

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private final LogLines lines = LogLines.ofThisProcess(System.getenv());
  private final InstantSource clock = InstantSource.system();

  @Override
  public void initialize() {
    LibraryLog.install(lines);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, fresh -> new LineLogger(fresh, lines, clock));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API_VERSION;
  }
}
