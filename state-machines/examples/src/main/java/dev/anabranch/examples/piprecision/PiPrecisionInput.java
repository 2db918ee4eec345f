package dev.anabranch.examples.piprecision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of points.
 *
 * @param samples the number of points of each estimate; 1,000, 100,000 and 10,000,000 by default
 * @param streams the number of actions of each estimate; 4 by default
 */
public record PiPrecisionInput(
        @Nullable List<Long> samples, @Nullable Long streams) {}
