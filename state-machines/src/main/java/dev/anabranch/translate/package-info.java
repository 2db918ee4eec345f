/** Writes a graph, as planned, in Amazon States Language. Every decision is the plan's; here it is only spelled out. */
@NullMarked
package dev.anabranch.translate;

import org.jspecify.annotations.NullMarked;
