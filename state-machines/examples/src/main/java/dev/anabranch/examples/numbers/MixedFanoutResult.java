package dev.anabranch.examples.numbers;

import java.util.List;

/** The results of both phases, in the order of the numbers. */
public record MixedFanoutResult(List<String> parallel, List<Spelled> sequential) {}
