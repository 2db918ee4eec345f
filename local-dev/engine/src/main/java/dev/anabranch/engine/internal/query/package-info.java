/** The shared parts of both query languages: errors, random numbers and digests. */
@NullMarked
package dev.anabranch.engine.internal.query;

import org.jspecify.annotations.NullMarked;
