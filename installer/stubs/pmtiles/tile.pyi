from enum import Enum

class Compression(Enum):
    GZIP = 2

class TileType(Enum):
    MVT = 1

def zxy_to_tileid(z: int, x: int, y: int) -> int: ...
