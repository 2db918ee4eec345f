/** What both query languages share: errors, random numbers and digests. */
@NullMarked
package dev.anabranch.engine.internal.query;

import org.jspecify.annotations.NullMarked;
