/** What an execution gets from outside, and why a state failed. */
@NullMarked
package dev.anabranch.engine.internal.port;

import org.jspecify.annotations.NullMarked;
