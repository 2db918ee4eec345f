/** The graph of a run: its nodes and the sources of their inputs. */
@NullMarked
package dev.anabranch.runs.internal.graph;

import org.jspecify.annotations.NullMarked;
