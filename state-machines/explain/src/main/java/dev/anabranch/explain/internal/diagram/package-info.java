/** Draws a graph as Mermaid text, and as SVG with a layered layout. Equal graphs give equal bytes. */
@NullMarked
package dev.anabranch.explain.internal.diagram;

import org.jspecify.annotations.NullMarked;
