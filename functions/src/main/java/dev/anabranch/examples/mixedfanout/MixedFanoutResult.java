package dev.anabranch.examples.mixedfanout;

import dev.anabranch.examples.numbers.Spelled;
import java.util.List;

/** What both phases returned, in the order of the numbers. */
public record MixedFanoutResult(List<String> parallel, List<Spelled> sequential) {}
