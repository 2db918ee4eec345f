/** The problems that the engine reports for definitions of state machines. */
@NullMarked
package dev.anabranch.engine.definition;

import org.jspecify.annotations.NullMarked;
