package dev.anabranch.benchmarks.workflows;

import java.util.List;

/**
 * Texts that are counted together.
 *
 * @param sizes the sizes of the texts
 */
public record TextGroup(List<TextSize> sizes) {}
