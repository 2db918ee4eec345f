/** What a function reads from the environment that Lambda gives it, and the clients that it makes of it. */
@NullMarked
package dev.anabranch.runtime.internal.lambda;

import org.jspecify.annotations.NullMarked;
