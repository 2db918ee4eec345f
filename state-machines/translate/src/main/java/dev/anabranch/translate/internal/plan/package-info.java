/**
 * The plan decides how a graph becomes states: in which order and side by side, in which mode each fan-out runs at which width, in
 * what shards, and how large a value may be to travel inline, such that no quota of AWS can be exceeded whatever the data. Each
 * decision has a reason that can be read.
 */
@NullMarked
package dev.anabranch.translate.internal.plan;

import org.jspecify.annotations.NullMarked;
