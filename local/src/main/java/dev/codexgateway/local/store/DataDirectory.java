package dev.codexgateway.local.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The directory of one gateway. Only its user may enter it (0700), and only one process at a time
 * uses it: a lock of the operating system, which ends with the process however it ends.
 *
 * <pre>
 *   gateway.lock   held while running; holds the process id for the message to a second gateway
 *   instance-id    who we are, for as long as the directory lives
 *   pepper         32 random bytes; without it no stored key can be checked
 *   gateway.db     jobs, logs and keys
 *   artifacts/     files that jobs left behind
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  private static final int PEPPER_BYTES = 32;
  private static final Set<PosixFilePermission> OTHERS_MAY_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /**
   * Directories open in this process. The lock of the operating system is one of the process: a
   * second channel to the file, once closed, would end it.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel lock;
  private final String instanceId;
  private final byte[] pepper;

  private DataDirectory(Path root, FileChannel lock) throws IOException {
    this.root = root;
    this.lock = lock;
    this.instanceId =
        new String(
            createdOnce(
                "instance-id",
                HexFormat.of().formatHex(random(16)).getBytes(StandardCharsets.US_ASCII)),
            StandardCharsets.US_ASCII);
    this.pepper = loadPepper();
  }

  /**
   * Creates the directory where there is none, and takes it for this process.
   *
   * @throws IllegalStateException with one clear line where another gateway uses it, others may
   *     write to it, or it cannot be used at all
   */
  public static DataDirectory open(Path directory) {
    try {
      Path root = privateDirectory(directory);
      if (!OPEN_HERE.add(root)) {
        throw inUse(root, ProcessHandle.current().pid() + "");
      }
      try {
        return opened(root);
      } catch (IOException | RuntimeException e) {
        OPEN_HERE.remove(root);
        throw e;
      }
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new IllegalStateException("data directory " + directory + " is not a directory", e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot use data directory " + directory + ": " + reason(e), e);
    }
  }

  private static DataDirectory opened(Path root) throws IOException {
    FileChannel lock = locked(root);
    try {
      return new DataDirectory(root, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public Path root() {
    return root;
  }

  public Path databaseFile() {
    return root.resolve("gateway.db");
  }

  public Path artifacts() {
    return root.resolve("artifacts");
  }

  /** 32 hexadecimal digits. */
  public String instanceId() {
    return instanceId;
  }

  public byte[] pepper() {
    return pepper.clone();
  }

  /** A secret for that purpose alone, the same for as long as the pepper stays. */
  public byte[] derivedKey(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Gives the directory free. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot unlock " + root + ": " + reason(e), e);
    } finally {
      OPEN_HERE.remove(root);
    }
  }

  private static Path privateDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, permissions("rwx------"));
    }
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(directory);
    if (granted.stream().anyMatch(OTHERS_MAY_WRITE::contains)) {
      throw new IllegalStateException(
          "data directory "
              + directory
              + " can be written by others ("
              + PosixFilePermissions.toString(granted)
              + "); run: chmod 700 "
              + directory);
    }
    return directory.toRealPath();
  }

  private static FileChannel locked(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("gateway.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            permissions("rw-------"));
    FileLock held = channel.tryLock();
    if (held == null) {
      String pid = readText(channel);
      channel.close();
      throw inUse(root, pid);
    }
    writeText(channel, Long.toString(ProcessHandle.current().pid()));
    return channel;
  }

  private static IllegalStateException inUse(Path root, String pid) {
    return new IllegalStateException(
        "data directory " + root + " is in use by another gateway (pid " + pid + ")");
  }

  private static String readText(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    channel.read(buffer, 0);
    String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
    return text.isEmpty() ? "unknown" : text;
  }

  private static void writeText(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private byte[] loadPepper() throws IOException {
    if (Files.exists(databaseFile()) && !Files.exists(root.resolve("pepper"))) {
      throw new IllegalStateException(
          root.resolve("pepper")
              + " is missing; without it no stored key can be checked,"
              + " restore it from a backup");
    }
    byte[] loaded = createdOnce("pepper", random(PEPPER_BYTES));
    if (loaded.length != PEPPER_BYTES) {
      throw new IllegalStateException(
          root.resolve("pepper")
              + " must have "
              + PEPPER_BYTES
              + " bytes; restore it from a backup");
    }
    return loaded;
  }

  /** What the file holds; created whole or not at all, also over a crash. */
  private byte[] createdOnce(String name, byte[] initial) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      Path temporary = root.resolve(name + ".new");
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, permissions("rw-------"));
      DurableFiles.write(temporary, initial);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncDirectory(root);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }
}
