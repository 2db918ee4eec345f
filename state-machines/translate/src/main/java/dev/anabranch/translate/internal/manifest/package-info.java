/**
 * The manifest: a versioned JSON description of workflows for deployment, with state machines, functions, types, graphs
 * and permissions. A deployment reads only the manifest and does not load the user's classes.
 */
@NullMarked
package dev.anabranch.translate.internal.manifest;

import org.jspecify.annotations.NullMarked;
