"""Writes small jars with the quirks that the updater's digest knows, and checksums.txt: what this reading of its rule gives.

python make_checksums.py              writes quirks-*.jar, plain.txt and checksums.txt beside this script
python make_checksums.py FILE PLACE   prints the digest of one file, for instance of a jar of the local repository

Written apart from the Java code, line by line where that one goes byte by byte, but from the same reading of the rule: one
quirk was settled by looking into the updater's source.
"""
import hashlib
import os
import re
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))


def without_comments(text):
    """Of a line that begins with #, only the newline stays; but not after an empty line or one of # only."""
    out = b""
    sees_comment = True
    for line in re.findall(rb"[^\n]*\n|[^\n]+$", text):
        ended = line.endswith(b"\n")
        body = line[:-1] if ended else line
        if sees_comment and body.startswith(b"#"):
            out += b"\n" if ended else b""
            sees_comment = body.strip(b"#") != b""
        else:
            out += line
            # An empty line where a comment could begin takes that chance from the next line.
            sees_comment = not (sees_comment and body == b"")
    return out


def digest(path, place):
    sha = hashlib.sha1()
    if place.endswith(".jar"):
        with zipfile.ZipFile(path) as jar:
            for info in sorted(jar.infolist(), key=lambda i: i.filename):
                sha.update(info.filename.encode("ascii"))
                if info.filename.upper() == "META-INF/MANIFEST.MF":
                    continue
                content = jar.read(info)
                sha.update(without_comments(content) if info.filename.endswith(".properties") else content)
    else:
        sha.update(place.encode("ascii"))
        with open(path, "rb") as file:
            sha.update(file.read())
    return sha.hexdigest()


def jar(name, entries):
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as out:
        for entry, content in entries:
            out.writestr(zipfile.ZipInfo(entry, (2026, 1, 1, 0, 0, 0)), content)


def main():
    jar("quirks-comments.jar", [
        ("META-INF/", b""), ("META-INF/MANIFEST.MF", b"Built-On: some day\n"),
        ("b.properties", b"#first\n# second\nkey=value\n#third\n\n#kept\n#gone\n"),
        ("a.properties", b"#\n#kept too\nk=v#not a comment\n##\n##x\n### y\nz=1"),
        ("a.class", bytes(range(256)))])
    jar("quirks-ends.jar", [("one.properties", b"# only a comment"), ("two.properties", b"#"), ("three.properties", b""),
                            ("four.properties", b"\n\n\n#x\n"), ("five.properties", b"a=1\r\n#b\r\n\r\n#c\r\n"),
                            ("six.properties", b"##a\nq\n#\n\n#b\n#c"), ("Sorted.txt", b"S"), ("sorted.txt", b"s")])
    jar("quirks-empty.jar", [])
    with open(os.path.join(HERE, "plain.txt"), "wb") as file:
        file.write(b"# not left out of other files\n")
    with open(os.path.join(HERE, "checksums.txt"), "w") as out:
        for name, place in [("quirks-comments.jar", "jars/quirks-comments.jar"), ("quirks-ends.jar", "jars/quirks-ends.jar"),
                            ("quirks-empty.jar", "plugins/quirks-empty.jar"), ("plain.txt", "macros/rwkv-sss/plain.txt")]:
            out.write("%s %s %s\n" % (digest(os.path.join(HERE, name), place), name, place))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(digest(sys.argv[1], sys.argv[2]))
    else:
        main()
