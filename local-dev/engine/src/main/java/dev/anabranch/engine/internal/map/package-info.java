/**
 * The parts of a Distributed Map around its children: reading items, batching them and writing results, in the formats
 * of AWS.
 */
@NullMarked
package dev.anabranch.engine.internal.map;

import org.jspecify.annotations.NullMarked;
