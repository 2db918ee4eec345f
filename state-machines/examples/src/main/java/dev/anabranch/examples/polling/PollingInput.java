package dev.anabranch.examples.polling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables to export.
 *
 * @param tables the names; three tables if null
 */
public record PollingInput(@Nullable List<String> tables) {}
