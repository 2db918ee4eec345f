package dev.anabranch.examples.numbers;

import java.util.List;

/** What both phases returned, in the order of the numbers. */
public record MixedFanoutResult(List<String> parallel, List<Spelled> sequential) {}
