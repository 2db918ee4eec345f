/** Counts everything for which AWS charges. */
@NullMarked
package dev.anabranch.engine.metering;

import org.jspecify.annotations.NullMarked;
