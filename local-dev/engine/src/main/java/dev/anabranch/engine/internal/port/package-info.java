/** The ports of an execution, and the failure of a state. */
@NullMarked
package dev.anabranch.engine.internal.port;

import org.jspecify.annotations.NullMarked;
