/**
 * What surrounds the children of a Distributed Map: reading items, putting them together in batches, and writing results, in the
 * formats that AWS reads and writes.
 */
@NullMarked
package dev.anabranch.engine.internal.map;

import org.jspecify.annotations.NullMarked;
