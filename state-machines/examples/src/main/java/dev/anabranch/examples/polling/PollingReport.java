package dev.anabranch.examples.polling;

/**
 * What was exported.
 *
 * @param tables the number of tables
 * @param summary their names in order
 */
public record PollingReport(int tables, String summary) {}
