/** What the engine reports about definitions of state machines. */
@NullMarked
package dev.anabranch.engine.definition;

import org.jspecify.annotations.NullMarked;
