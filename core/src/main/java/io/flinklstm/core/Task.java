package io.flinklstm.core;

/** What a model is for; decides what accompanies its outputs in a result. */
public enum Task {
  /** Forecasts the next values and scores how unusual the present ones are. */
  ANOMALY,
  /** Forecasts the next values. */
  FORECAST,
  /** Names the class of a sequence, with probabilities. */
  CLASSIFY,
  /** Gives one or more numbers for each event. */
  SCORE,
  /** Gives the last layer's hidden state itself. */
  EMBED
}
