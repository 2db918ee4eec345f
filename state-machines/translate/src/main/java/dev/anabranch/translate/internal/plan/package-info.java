/**
 * The plan for translating a graph into states: the execution order, the mode of each fan-out by width, its shards, and
 * the largest size of a value that travels inline. No data can exceed a quota of AWS. Each decision has a reason that
 * {@code explain} prints.
 */
@NullMarked
package dev.anabranch.translate.internal.plan;

import org.jspecify.annotations.NullMarked;
