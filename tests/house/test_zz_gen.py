import pytest

from tests.house.walk import *


@pytest.mark.django_db
def test_gen():
    of = world()
    roles=["anonymous","resident","coordinator","staff","secretariat","device"]
    clients={r:client_for(r,of,raise_request_exception=False) for r in roles}
    out=[]
    for name,pat in patterns():
        args=of.arguments(name)
        path=path_of(name,pat,args)
        row={}
        for m in METHODS:
            row[m]=[answer(knock(clients[r],m,name,path,of)) for r in roles]
        cc={knock(clients[r],"GET",name,path,of).get("Cache-Control","-") for r in roles if row["GET"][roles.index(r)]=="200"}
        miss=set()
        g=set(pat.pattern.regex.groupindex)
        if g:
            for a in of.missing(name):
                if all(a[k]==args[k] for k in g): continue
                for m in METHODS:
                    miss.add((m,tuple(answer(knock(clients[r],m,name,path_of(name,pat,a),of)) for r in roles)))
        out.append((name,row,cc,miss))
    with open("/tmp/mine_out.txt","w") as f:
        for n,row,cc,miss in out:
            print(n,"\n   GET ",row["GET"],"\n   POST",row["POST"],"\n  ",cc,file=f)
            for m in sorted(miss): print("   missing",m,file=f)
