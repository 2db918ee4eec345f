/** The query languages against recorded answers, against their libraries, and against each other's short cuts. */
@NullMarked
package dev.anabranch.engine.query;

import org.jspecify.annotations.NullMarked;
